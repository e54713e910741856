/* The page works without this file. It adds: the explain panel beside the page, the theme, keys, saving while one types, charts. */
(() => {
  "use strict";
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isPhone = () => window.matchMedia("(max-width: 759px)").matches;
  const isDark = () => {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  };

  /* Explain panel: a modal dialog returns the focus and closes with Escape by itself. */
  const panel = $("#co-panel");
  const explain = (link) => {
    window.htmx.ajax("GET", link.href, { target: "#co-panel-body", swap: "innerHTML" }).then(() => {
      if (!panel.open) panel.showModal();
      $("#co-panel-body").focus();
      panel.scrollTop = 0;
      setUp(panel);
    });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-co-explain]");
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && isPlain && panel && window.htmx && !isPhone()) {
      event.preventDefault();
      explain(link);
    }
    if (event.target.closest("[data-co-close]") || event.target.matches("dialog.co-panel")) {
      const dialog = event.target.closest("dialog");
      if (dialog && (event.target.closest("[data-co-close]") || event.offsetX < 0)) dialog.close();
    }
    $$("details[data-co-dismiss][open]").forEach((open) => { if (!open.contains(event.target)) open.open = false; });
  });

  /* Theme: the cookie lets the server write the next page in it. */
  const setTheme = (theme) => {
    document.documentElement.dataset.theme = theme;
    document.cookie = `co_theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    $$("[data-co-chart]").forEach(drawChart);
  };

  /* Menu on narrow screens. */
  const setMenu = (open) => {
    const menu = $("#co-nav");
    menu.classList.toggle("is-open", open);
    if (open) $("a", menu).focus();
    else $("[data-co-menu]").focus();
  };

  /* Keys of one letter: only outside text fields, and they can be switched off. */
  const keysOff = () => localStorage.getItem("co_keys") === "off";
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");
  let after = "";
  const pressed = {
    "/": () => $("[data-co-search]")?.focus(),
    "?": () => $("#co-keys")?.showModal(),
    g: () => { after = "g"; setTimeout(() => { after = ""; }, 1500); },
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      $$("details[data-co-dismiss][open]").forEach((open) => { open.open = false; $("summary", open).focus(); });
      if ($("#co-nav.is-open")) setMenu(false);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keysOff() || $("dialog[open]")) return;
    const place = after === "g" ? $(`[data-co-key="${CSS.escape(event.key)}"]`) : $(`[data-co-press="${CSS.escape(event.key)}"]`);
    if (place) { event.preventDefault(); after = ""; place.click(); return; }
    if (pressed[event.key]) { event.preventDefault(); pressed[event.key](); }
  });

  /* Autosave: the form is sent quietly after a pause; a failure keeps the text and says so. */
  const autosave = (form) => {
    const note = $("[data-co-saved]", form);
    let timer = 0;
    const say = (state, text) => { if (note) { note.dataset.state = state; note.textContent = text; } };
    const save = async () => {
      say("saving", form.dataset.coSaving || "");
      try {
        const sent = await fetch(form.dataset.coAutosave || form.action, { method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" } });
        if (!sent.ok) throw new Error(String(sent.status));
        say("saved", note?.dataset.saved || "");
      } catch { say("failed", note?.dataset.failed || ""); }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 1200); });
    form.addEventListener("submit", () => clearTimeout(timer));
  };

  /* Charts: Vega is fetched only where a chart is; colours of the theme come from the configuration. */
  const NARROW = 440;
  const WIDEST = 760;
  let vega = null;
  const loadScript = (src) => new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src, onload: done, onerror: failed });
    document.head.append(script);
  });
  const loadVega = (sources) => {
    vega ??= sources.reduce((chain, src) => chain.then(() => loadScript(src)), Promise.resolve());
    return vega;
  };
  const drawChart = async (figure) => {
    const data = JSON.parse(document.getElementById(figure.dataset.coChart).textContent);
    await loadVega(figure.dataset.coVega.split(" "));
    const place = $(".co-chart-picture", figure);
    const isNarrow = place.clientWidth < NARROW;
    const width = Math.min(place.clientWidth, WIDEST);
    const spec = { ...(isNarrow ? data.narrow : data.wide), width, autosize: { type: "fit-x", contains: "padding" } };
    const result = await window.vegaEmbed(place, spec, {
      ast: true, actions: false, defaultStyle: false, renderer: "svg",
      tooltip: { disableDefaultStyle: true }, config: data.config[isDark() ? "dark" : "light"],
      loader: { load: () => Promise.reject(new Error("Charts load nothing.")) },
    });
    figure.dataset.coDrawn = place.clientWidth;
    $("svg", place).setAttribute("aria-hidden", "true");
    return result;
  };

  const once = (element) => !element.dataset.coReady && (element.dataset.coReady = "1");
  function setUp(from) {
    $$("[data-co-autosave]", from).filter(once).forEach(autosave);
    $$("[data-co-chart]", from).filter(once).forEach(drawChart);
    $$("[data-co-submit]", from).filter(once).forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
    $$("[data-co-copy]", from).filter(once).forEach((button) => button.addEventListener("click", async () => {
      await navigator.clipboard.writeText($(button.dataset.coCopy).innerText);
      button.lastChild.textContent = button.dataset.coCopied;
    }));
    $$("[data-co-theme], [data-co-keys]", from).forEach((button) => { button.hidden = false; });
  }

  document.addEventListener("DOMContentLoaded", () => {
    setUp(document);
    $$("[data-co-theme]").forEach((b) => b.addEventListener("click", () => setTheme(isDark() ? "light" : "dark")));
    $$("[data-co-keys]").forEach((b) => b.addEventListener("click", () => $("#co-keys").showModal()));
    $("[data-co-menu]")?.addEventListener("click", (e) => { e.preventDefault(); setMenu(true); });
    $("[data-co-menu-close]")?.addEventListener("click", (e) => { e.preventDefault(); setMenu(false); });
    $$("[data-co-keys-off]").forEach((box) => {
      box.checked = keysOff();
      box.addEventListener("change", () => localStorage.setItem("co_keys", box.checked ? "off" : "on"));
    });
    document.body.addEventListener("htmx:afterSwap", (event) => setUp(event.detail.target));
    let wait = 0;
    window.addEventListener("resize", () => {
      clearTimeout(wait);
      wait = setTimeout(() => $$("[data-co-drawn]").forEach((figure) => {
        if ($(".co-chart-picture", figure).clientWidth !== Number(figure.dataset.coDrawn)) drawChart(figure);
      }), 200);
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => $$("[data-co-drawn]").forEach(drawChart));
  });
})();
