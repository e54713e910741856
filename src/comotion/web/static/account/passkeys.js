// Says on the page what the library's scripts for passkeys would only tell the console.
'use strict';
(() => {
  const place = document.querySelector('[data-passkey-problem]');
  if (!place) return;
  const say = (words) => {
    place.textContent = words;
    place.hidden = false;
  };
  document.addEventListener('allauth.error', (event) => {
    event.preventDefault();
    say(place.dataset.passkeyProblem);
  });
  if (!window.PublicKeyCredential) say(place.dataset.passkeyUnable);
})();
