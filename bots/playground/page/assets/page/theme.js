// Sets data-theme on <html> to "light" or "dark" before anything is drawn: what was chosen here, else what the system says.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is off: the choice lasts as long as the page
    }
  };
  const show = (theme) => { document.documentElement.dataset.theme = theme; };
  const system = () => (dark.matches ? "dark" : "light");
  show(chosen() ?? system());
  dark.addEventListener("change", () => chosen() ?? show(system()));
  window.switchTheme = () => {
    const next = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    show(next);
    try {
      localStorage.setItem("theme", next);
    } catch {
      // as above
    }
  };
})();
