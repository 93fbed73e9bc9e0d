/** Text or the value of an attribute as XML and HTML have it; characters that XML cannot hold are left out. */
export function escapeXml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(notInXml, '').replace(/[&<>"']/g, (character) => names[character] ?? '');
}

/** Characters that XML cannot hold, in any form. */
// eslint-disable-next-line no-control-regex -- the very characters that XML forbids
const notInXml = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu;

/** JSON text with an escape in place of each character that XML cannot hold; it has them in strings alone. */
export const jsonForXml = (json: string): string =>
  json.replace(notInXml, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** JSON text inside a script element of HTML, which ends at the first end tag wherever that is. */
export const jsonForScript = (json: string): string => json.replaceAll('<', '\\u003c');

/** Code inside a script element. What would end the element or begin a comment is in strings and patterns alone. */
export const textForScript = (code: string): string => code.replace(/<(?=\/script|!--)/gi, '\\x3c');
