// Everything that moves on a page. Each story is a module of its own; without any of them a page still shows what is and
// its links and forms still work.
import './live.js';
import './copy.js';
import './countdown.js';
import './keys.js';
import './wizard.js';
import './closing.js';

document.documentElement.classList.add('js');
