// Makes one part of the document equal to another with as few touches as possible. What a person typed, ticked, chose or
// opened stays, and stays with what it was meant for: a control is known by its name, a form by what it would send.

const element = (node) => node.nodeType === Node.ELEMENT_NODE;

/** Who a node is, whatever stands before it; '' for what is known by its place alone. */
function key(node) {
    if (!element(node)) return '';
    if (node.id) return `#${node.id}`;
    switch (node.nodeName) {
        case 'INPUT': return `${node.name}${['radio', 'checkbox'].includes(node.type) ? `=${node.getAttribute('value')}` : ''}`;
        case 'SELECT': case 'TEXTAREA': return node.name;
        case 'OPTION': return `=${node.value}`;
        case 'LABEL': return [node.htmlFor, ...[...node.querySelectorAll('input, select, textarea')].map(key)].join();
        case 'FORM': return [node.getAttribute('action'), ...[...node.querySelectorAll('input[type=hidden]:not([name=csrf])')]
            .map(({ name, value }) => `${name}=${value}`)].join();
        case 'SECTION': return node.getAttribute('aria-labelledby') ?? node.getAttribute('aria-label') ?? '';
        default: return '';
    }
}

const same = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && key(a) === key(b);

/** The attributes that a person set since the page was drawn. */
function theirs(node) {
    switch (node.nodeName) {
        case 'DETAILS': case 'DIALOG': return ['open'];
        case 'INPUT': return [node.type !== 'hidden' && node.value !== node.defaultValue ? 'value' : '',
                              node.checked !== node.defaultChecked ? 'checked' : ''];
        case 'OPTION': return ['selected'];
        default: return [];
    }
}

function attributes(old, fresh) {
    const kept = theirs(old);
    for (const { name } of [...old.attributes])
        if (!fresh.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes])
        if (old.getAttribute(name) !== value && !kept.includes(name)) old.setAttribute(name, value);
}

export function morph(old, fresh) {
    attributes(old, fresh);
    const chosen = old.nodeName === 'SELECT' ? old.selectedOptions[0] : null;
    const wanted = [...fresh.childNodes];
    const keys = new Set(wanted.map((node) => key(node) && node.nodeName + key(node)));
    for (const node of [...old.childNodes]) if (key(node) && !keys.has(node.nodeName + key(node))) node.remove();
    let at = old.firstChild;
    for (const each of wanted) {
        const found = find(at, each);
        if (!found) {
            old.insertBefore(document.importNode(each, true), at);
            continue;
        }
        at = bring(old, found, at);
        if (element(found)) morph(found, each);
        else if (found.nodeValue !== each.nodeValue) found.nodeValue = each.nodeValue;
        at = found.nextSibling;
    }
    while (at) at = drop(at);
    // What was chosen is gone: nothing is, rather than what happens to stand first.
    if (chosen && !chosen.isConnected) old.selectedIndex = -1;
}

/** The node to keep for `wanted`: the next one, or for something with a key the one of that key further on. */
function find(at, wanted) {
    if (!at || same(at, wanted)) return at;
    if (!key(wanted)) return null;
    for (let node = at; node; node = node.nextSibling) if (same(node, wanted)) return node;
    return null;
}

/** Lets `found` be the next one: what stands before it goes, unless it is waited for further on. */
function bring(parent, found, at) {
    while (at !== found && !key(at)) at = drop(at);
    if (at === found) return at;
    const focused = document.activeElement;
    parent.insertBefore(found, at);
    if (focused !== document.activeElement) focused.focus({ preventScroll: true });
    return found;
}

function drop(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
}
