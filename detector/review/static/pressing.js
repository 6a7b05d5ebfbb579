// Browsers drop the click on what is replaced between press and release: such a drawing waits.

let pressed = null;
const postponed = new Map();

function drawUnlessPressed(place, draw) {
  if (pressed && place.contains(pressed)) postponed.set(place, draw);
  else draw();
}

// The click comes after the release.
function drawPostponed() {
  pressed = null;
  const draws = [...postponed.values()];
  postponed.clear();
  for (const draw of draws) draw();
}

addEventListener("pointerdown", ({ target, button }) => {
  if (button === 0) pressed = target;
}, true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(drawPostponed), true);
