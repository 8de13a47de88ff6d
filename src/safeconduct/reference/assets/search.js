// The search of a site without a server: the index is a list in a file of its own.
// Nothing that is typed leaves the page, and nothing of it is kept.
"use strict";
(() => {
  const MOST = 60;
  // Endings that words of the three languages change: cut, so that forms meet.
  const ENDINGS = {
    en: ["ations", "ation", "ings", "ing", "ies", "ed", "es", "s"],
    ru: ["иями", "ями", "ами", "иях", "ого", "его", "ому", "ему", "ыми", "ими", "ией", "ать", "ять", "ить",
      "ях", "ах", "ам", "ям", "ов", "ев", "ей", "ой", "ый", "ий", "ая", "яя", "ое", "ее", "ые", "ие", "ую", "юю",
      "ом", "ем", "ен", "ия", "ии", "ию", "а", "я", "о", "е", "ы", "и", "у", "ю", "ь"],
    fr: ["ations", "ation", "ements", "ement", "aux", "ées", "és", "ée", "er", "es", "e", "s", "é"],
  };
  const SHORTEST_STEM = 4;
  const language = document.documentElement.lang;

  function plain(text) {
    return text.toLowerCase().replaceAll("ё", "е").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("’", "'");
  }
  function stem(word) {
    const ending = ENDINGS[language].map(plain).find(
      (end) => word.endsWith(end) && word.length - end.length >= SHORTEST_STEM,
    );
    const kept = ending ? word.slice(0, -ending.length) : word;
    // недействительный and недействителен meet without the sign before the last letter.
    return language === "ru" && kept.length > SHORTEST_STEM + 2 ? kept.replace(/ьн$/, "") : kept;
  }
  function words(text) {
    return plain(text).split(/[^\p{L}\p{N}.@_-]+/u).map((word) => word.replace(/^[.-]+|[.-]+$/g, "")).filter(Boolean);
  }

  const rows = self.siteIndex.map(([title, kind, place, address, more]) => ({
    title, kind, place, address,
    head: ` ${words(`${title} ${place}`).join(" ")}`,
    text: ` ${words(`${kind} ${more}`).join(" ")}`,
  }));

  function score(row, stems, before) {
    let sum = 0;
    for (const part of stems) {
      const inHead = row.head.includes(before + part);
      if (!inHead && !row.text.includes(before + part)) return 0;
      sum += inHead ? 4 : 1;
    }
    return sum;
  }
  function rank(stems, before) {
    return rows.map((row) => [score(row, stems, before), row]).filter(([points]) => points)
      .sort((a, b) => b[0] - a[0]).map(([, row]) => row);
  }
  function find(text) {
    const stems = words(text).map(stem);
    if (!stems.length) return [];
    // Words that begin so; where there are none, words that hold it: паспорт in загранпаспорт.
    const found = rank(stems, " ");
    return found.length ? found : rank(stems, "");
  }
  function item(row) {
    const line = document.createElement("li");
    const link = document.createElement("a");
    const note = document.createElement("span");
    link.href = row.address;
    link.textContent = row.title;
    note.className = "note";
    note.textContent = ` ${[row.kind, row.place].filter(Boolean).join(", ")}`;
    line.append(link, note);
    return line;
  }

  const input = document.getElementById("words");
  const told = document.getElementById("found");
  const list = document.getElementById("results");
  function show() {
    const found = find(input.value);
    list.replaceChildren(...found.slice(0, MOST).map(item));
    told.textContent = !input.value.trim() ? "" : found.length ? told.dataset.some + found.length : told.dataset.none;
  }
  document.getElementById("without").hidden = true;
  document.getElementById("search").hidden = false;
  input.addEventListener("input", show);
  show();
})();
