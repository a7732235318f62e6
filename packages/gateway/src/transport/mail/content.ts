import type { Holes } from '../../platform/branding/texts.ts'

/**
 * A text of a template, by its default words, and the values of its placeholders, which others have typed. The words
 * may be replaced (docs/branding.md); the values cannot be.
 */
export type Prose = { text: string; values: Readonly<Record<string, string>> }

/** What a mail is made of. The text part and the HTML part are rendered from the same blocks, so they cannot differ. */
export type Block =
  | { kind: 'prose'; prose: Prose }
  /** A link of ours; in the text part the line `Link: …`. `url` must lie under PUBLIC_URL. */
  | { kind: 'link'; label: string; url: string }
  /** A code to type; in the text part the line `Code: …`. */
  | { kind: 'code'; code: string }
  /** A stranger's text, line by line; in the text part, each line begins with `> `, so that none passes for ours. */
  | { kind: 'quote'; lines: readonly string[] }

/**
 * What a template makes of its fields: its own texts, by their default words. The subject must be a literal in every template: if no header contains a user's
 * text, nobody can inject a header. `replyTo` is the address with which a user signs in; it is checked to be nothing
 * but an address.
 */
export type Content = { subject: string; replyTo?: string; blocks: readonly Block[] }

/** What a template knows about the gateway: PUBLIC_URL without a slash at its end. */
export type TemplateContext = { publicUrl: string }

type Values<Text extends string> = Record<Holes<Text>, string>

/** One paragraph; each value is taken for a stranger's text and made printable. */
export function say<const Text extends string>(
  text: Text,
  ...[values]: [Holes<Text>] extends [never] ? [] : [values: Values<Text>]
): Block {
  const given: [string, string][] = Object.entries(values ?? {})
  return {
    kind: 'prose',
    prose: { text, values: Object.fromEntries(given.map(([hole, value]) => [hole, printable(value)])) },
  }
}

export function link(label: string, url: string): Block {
  return { kind: 'link', label, url }
}

/** A code as users read it: ten digits become `12345-67890`, others stay as they are. */
export function code(digits: string): Block {
  return { kind: 'code', code: digits.replace(/^(\d{5})(\d{5})$/, '$1-$2') }
}

/** A message of several lines. Long ones are wrapped: RFC 5322, 2.1.1, allows no more than 998 octets. */
export function quote(text: string): Block {
  const lines = text.trim().split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/u)
  // 240 characters are 960 octets at most.
  return { kind: 'quote', lines: lines.flatMap((line) => harmless(line).match(/.{1,240}/gu) ?? ['']) }
}

/** A moment for users: `22 November 2026 at 10:11 UTC`. Takes milliseconds since the epoch. */
export function moment(timeMs: number, language = 'en'): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
  return `${format.format(timeMs)} UTC`
}

/** A stranger's text in a sentence of ours, short enough not to push the rest of the mail out of sight. */
function printable(text: string): string {
  const line = harmless(text)
  const characters = [...line]
  return characters.length <= 254 ? line : `${characters.slice(0, 253).join('')}…`
}

/**
 * A stranger's text as one harmless line: control characters, line breaks, invisible characters and those that reorder
 * what follows (Unicode TR 36, 2.5) become a space, and web addresses are broken up as security mails do (`[:]//`),
 * since anybody can have us mail an account's name to anybody.
 */
function harmless(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replaceAll('://', '[:]//')
    .replace(/\bwww\./giu, 'www[.]')
}
