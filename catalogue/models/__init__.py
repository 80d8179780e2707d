from .approvals import Approval, ApprovalPeriod, ApprovalStep, Evidence, EvidenceRequirement
from .categories import Category
from .imports import ProviderImport, ProviderRecord, ProviderSource, RejectedRow
from .listings import FreshnessCheck, Listing, ListingText, ServedMunicipality
from .organisers import Holiday, Municipality, Organiser, OrganiserRules, PostalArea
from .prices import PackageItem, PriceLine, PriceOption, PriceVersion
from .providers import (
    MemberInvitation,
    PaymentAccount,
    Provider,
    ProviderBase,
    ProviderIdentifier,
    ProviderMember,
)
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
    "EvidenceRequirement",
    "FreshnessCheck",
    "Holiday",
    "Listing",
    "ListingText",
    "MemberInvitation",
    "Municipality",
    "Organiser",
    "OrganiserRules",
    "PackageItem",
    "PaymentAccount",
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
