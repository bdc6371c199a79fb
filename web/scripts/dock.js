// The dock shows and asks; it needs nothing else of what moves on other pages.
import './live.js';
import { tell } from './tell.js';

document.documentElement.classList.add('js');

// What came of a click is said once: the address stays the dock's, and is asked for again for hours.
const said = document.querySelector('[data-told]');
if (said) tell(said.textContent, 15);
history.replaceState(null, '', '/dock');
