// Makes one part of the document equal to another with as few touches as possible.

/** What a person did to the page stays theirs. */
const theirs = { DETAILS: ['open'], INPUT: ['value', 'checked'], OPTION: ['selected'], DIALOG: ['open'] };

function same(a, b) {
    return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id ?? '') === (b.id ?? '');
}

function attributes(old, fresh) {
    const kept = theirs[old.nodeName] ?? [];
    for (const { name } of [...old.attributes])
        if (!fresh.hasAttribute(name) && !kept.includes(name)) old.removeAttribute(name);
    for (const { name, value } of [...fresh.attributes])
        if (old.getAttribute(name) !== value && !kept.includes(name)) old.setAttribute(name, value);
}

export function morph(old, fresh) {
    attributes(old, fresh);
    let at = old.firstChild;
    for (const wanted of [...fresh.childNodes]) {
        const found = find(at, wanted);
        if (!found) {
            old.insertBefore(document.importNode(wanted, true), at);
            continue;
        }
        while (at !== found) at = drop(old, at);
        if (found.nodeType === Node.ELEMENT_NODE) morph(found, wanted);
        else if (found.nodeValue !== wanted.nodeValue) found.nodeValue = wanted.nodeValue;
        at = found.nextSibling;
    }
    while (at) at = drop(old, at);
}

/** The node to keep for `wanted`: the next one, or for something with an id the one of that id further on. */
function find(at, wanted) {
    if (!at || same(at, wanted)) return at;
    if (!wanted.id) return null;
    for (let node = at; node; node = node.nextSibling) if (same(node, wanted)) return node;
    return null;
}

function drop(parent, node) {
    const next = node.nextSibling;
    parent.removeChild(node);
    return next;
}
