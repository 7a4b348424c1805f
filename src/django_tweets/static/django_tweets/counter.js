/**
 * weigh(text, TLDS): how long a tweet with this text is, as the server counts it.
 *
 * A port of django_tweets/text, whose normalization, length, urls and domains say why.
 */

const { raw } = String;
const LINK = "\0"; // stands for a URL: weigh() leaves no other
const LIGHT = /[\0-\u10FF\u2000-\u200D\u2010-\u201F\u2032-\u2037]/;
const PICTOGRAPH = raw`(?:\p{EBase}\p{EMod}|\p{ExtPict}(?:\uFE0F|(?<![\xA9\xAE])))`;
const FLAG = raw`\p{RI}{2}|\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}`;
const EMOJI = RegExp(
  raw`[0-9#*]\uFE0F?\u20E3|${FLAG}|${PICTOGRAPH}(?:\u200D${PICTOGRAPH}){0,3}`,
  "gu",
);

// Each the inside of a [...] set. The text is in lower case by then.
const GLUE = raw`$@#\uFFFE\uFFFF`;
const WORD = raw`a-z0-9\uFF20\uFF03`;
const LATIN = raw`a-z0-9\xC0-\xD6\xD8-\xF6\xF8-\u024F\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF`;
const BREAK = raw`!#-,/:-@[-^{-~\s\u180E\uFFFE\uFFFF\p{Bidi_C}`; // what no host holds
const MARK = raw`!$%&'*,.:;@[\]|~\u2013`;
const LAST = raw`#+/=_${LATIN}\u0400-\u04FF-`;

const LETTER = `[^${BREAK}._-]`;
const ANY = `[${MARK}${LAST}]`;
const PARENTHESES = raw`\((?:${ANY}+|${ANY}*\(${ANY}+\)${ANY}*)\)`;
const PATH = `/(?:${PARENTHESES}|(?:[${MARK}](?:[${MARK}]|${PARENTHESES})*)?[${LAST}])*`;
const QUERY = raw`(?:\?(?:[!$%'()*+,.:;?@[\]|~]*[#&/=_a-z0-9-])+)?`;
const TCO = "^https?://t.co/(?:[a-z0-9]";
const SHORTENED = RegExp(`${TCO}{1,40}(?![a-z0-9]))${QUERY}|^(?!${TCO})).+`);

/** How long the label is in DNS, in ASCII or Punycode (RFC 3492); if it is too long, how long. */
function lengthInDns(label) {
  const points = [...label].map((character) => character.codePointAt());
  let handled = points.filter((point) => point < 128).length;
  if (points[63] || !points[handled]) return points.length;
  let length = handled ? handled + 5 : 4; // xn-- and a hyphen
  let [next, delta, bias, damp] = [128, 0, 72, 700];
  for (; handled < points.length; next++, delta++) {
    const least = Math.min(...points.filter((point) => point >= next));
    delta += (least - next) * (handled + 1);
    next = least;
    for (const point of points) {
      if (point < next) delta++;
      if (point !== next) continue;
      let rest = delta;
      for (let k = 36 - bias; ; k += 36) {
        const t = Math.min(Math.max(k, 1), 26);
        if (rest < t) break;
        rest = ((rest - t) / (36 - t)) | 0;
        length++;
      }
      length++;
      delta = (delta / damp) | 0;
      delta += (delta / ++handled) | 0;
      damp = 2;
      for (bias = 0; delta > 455; bias += 36) delta = (delta / 35) | 0;
      bias += ((36 * delta) / (delta + 38)) | 0;
      delta = 0;
    }
  }
  return length;
}

const isResolvable = (label) =>
  !/^xn--.*[^\0-\x7F]/.test(label) &&
  label.split(/[\u3002\uFF0E\uFF61]/).reduce((sum, part) => sum + 1 + lengthInDns(part), 0) < 65;

function markUrls(text, TLDS) {
  const tlds = new Set(["xn--[a-z0-9-]+"]); // that text may hold
  for (let [tld] of text.matchAll(RegExp(raw`(?<=\.)${LETTER}{1,18}`, "gu"))) {
    for (; tld; tld = tld.slice(0, -1)) {
      if (TLDS.has(tld.toLowerCase())) tlds.add(`${tld}(?![a-z0-9@+-])`);
    }
  }
  const TLD = `(?:${[...tlds].sort().reverse().join("|")})`; // the longest first
  const DOMAIN = raw`(?:${LETTER}+(?:[_-]+${LETTER}+)*\.)*${LETTER}+(?:-+${LETTER}+)*\.${TLD}`;
  const LATIN_DOMAIN = RegExp(raw`(?:[${LATIN}-]+\.)+${TLD}`, "gu");
  // A URL and, after it or after glue, what the next can't start in; or all up to a scheme.
  const PIECE = RegExp(
    raw`((?:((?<![${WORD}${GLUE}])https?://)|(?<![._/${GLUE}-]))(${DOMAIN})(?::[0-9]+)?(${PATH})?` +
      raw`${QUERY}|(?<=[${GLUE}]))([${WORD}]*[^${BREAK}._${WORD}-]?)` +
      `|[^${BREAK}]+?(?=https?://|(?![^${BREAK}]))`,
    "gu",
  );
  return text.replace(PIECE, (piece, url, scheme, domain, path, glued) => {
    if (!domain || [...url].length > 4096 || !domain.split(".").every(isResolvable)) return piece;
    if (scheme) return url.replace(SHORTENED, LINK) + glued;
    const marked = domain.replace(LATIN_DOMAIN, LINK);
    return (path && marked.endsWith(LINK) ? marked : marked + url.slice(domain.length)) + glued;
  });
}

export function weigh(text, TLDS) {
  text = text
    .replace(/\r\n?|[\v\f\x85\u2028\u2029]/g, "\n")
    .replace(/[^\P{Cc}\t\n]|[\uFEFF\uFFFE\uFFFF]/gu, "")
    .normalize()
    .match(/[^\s\xAD\u180E\u200B\u2060](.*[^\s\xAD\u180E\u200B\u2060])?|$/s)[0]
    .replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const { length } = [...text];
  if (length > 16384) return length;
  let weight = 0;
  for (const character of markUrls(text, TLDS).replace(EMOJI, "\uFFFF")) {
    weight += character === LINK ? 23 : LIGHT.test(character) ? 1 : 2;
  }
  return weight;
}
