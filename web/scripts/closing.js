// A tab that the dock opened is done with when the sign-in is: it goes, where the browser lets it.
const patience = 3000; // ms to read it

if (document.querySelector('[data-closes]')) setTimeout(() => window.close(), patience);
