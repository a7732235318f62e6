import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * Scripts in which whole labels are written (UAX 31, table 5). A label that mixes two of them may look like another
 * domain; Japanese, Chinese and Korean mix by nature (UTS 39, §5.1).
 */
const WRITTEN_IN = [
  /^[\p{scx=Latin}\p{Nd}-]+$/u,
  /^[\p{scx=Greek}\p{Nd}-]+$/u,
  /^[\p{scx=Cyrillic}\p{Nd}-]+$/u,
  /^[\p{scx=Arabic}\p{Nd}-]+$/u,
  /^[\p{scx=Hebrew}\p{Nd}-]+$/u,
  /^[\p{scx=Devanagari}\p{Nd}-]+$/u,
  /^[\p{scx=Thai}\p{Nd}-]+$/u,
  /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}a-z\p{Nd}-]+$/u,
  /^[\p{scx=Hangul}\p{scx=Han}a-z\p{Nd}-]+$/u,
]

/** Latin letters that a label wholly in Cyrillic or Greek could pass for: such a label stays as it is. */
const LOOKS_LATIN = /^[аеорсухѕіјһԁԛԝӏкмвнтαινορτυχ\d-]+$/u

/**
 * An address as users read it: it shows the internationalised labels of its domain (A-labels, `xn--bcher-kva`) in their
 * own letters (U-labels, RFC 5890 §2.3.2.1, `bücher`), unless they could pass for another domain. For mails and pages
 * only: addresses that are stored, sent to or returned by the API are ASCII.
 */
export function shownAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const labels = address.slice(at).split('.')
  return `${address.slice(0, at)}${labels.map(shownLabel).join('.')}`
}

function shownLabel(label: string): string {
  if (!label.toLowerCase().startsWith('xn--')) return label
  const unicode = domainToUnicode(label)
  const isReadable = WRITTEN_IN.some((script) => script.test(unicode)) && !LOOKS_LATIN.test(unicode)
  return isReadable && domainToASCII(unicode) === label.toLowerCase() ? unicode : label
}
