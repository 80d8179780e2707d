from .approvals import Approval, ApprovalPeriod, ApprovalStep, Evidence
from .categories import Category
from .imports import ProviderImport, ProviderRecord, ProviderSource, RejectedRow
from .listings import FreshnessCheck, Listing, ListingText, ServedMunicipality
from .organisers import Holiday, Municipality, Organiser, OrganiserRules, PostalArea
from .prices import PackageItem, PriceLine, PriceOption, PriceVersion
from .providers import Provider, ProviderBase, ProviderIdentifier, ProviderMember
from .stamp import CatalogueStamp
from .values import ClientFeeInfo, VoucherValue

__all__ = [
    "Approval",
    "ApprovalPeriod",
    "ApprovalStep",
    "CatalogueStamp",
    "Category",
    "ClientFeeInfo",
    "Evidence",
    "FreshnessCheck",
    "Holiday",
    "Listing",
    "ListingText",
    "Municipality",
    "Organiser",
    "OrganiserRules",
    "PackageItem",
    "PostalArea",
    "PriceLine",
    "PriceOption",
    "PriceVersion",
    "Provider",
    "ProviderBase",
    "ProviderIdentifier",
    "ProviderImport",
    "ProviderMember",
    "ProviderRecord",
    "ProviderSource",
    "RejectedRow",
    "ServedMunicipality",
    "VoucherValue",
]
