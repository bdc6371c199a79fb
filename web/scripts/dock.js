// The dock shows and asks; it needs nothing else of what moves on other pages.
import './live.js';

document.documentElement.classList.add('js');
