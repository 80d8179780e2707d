// The only script of the public pages, and only a help: it shows the print buttons and lets them print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
