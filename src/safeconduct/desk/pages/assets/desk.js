// The desk works without this. With it, words are covered when the window is left,
// and Escape pressed three times within a second ends everything at once.
"use strict";
const cover = (is) => document.documentElement.classList.toggle("covered", is);
addEventListener("blur", () => cover(true));
addEventListener("focus", () => cover(false));
document.addEventListener("visibilitychange", () => cover(document.hidden));
let pressed = [];
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  pressed = [...pressed, event.timeStamp].filter((at) => event.timeStamp - at < 1000);
  if (pressed.length >= 3) document.getElementById("panic").click();
});
