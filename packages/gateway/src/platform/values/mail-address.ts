/** A sender: the name users see and the bare address. */
export type Mailbox = { name: string; address: string }

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i

/**
 * Whether `text` is an address that we send to: a dot-atom of ASCII, an @ and a host name; at most 254 characters,
 * 64 before the @ (RFC 5321, 4.5.3.1). Quoted local parts and IP literals, which RFC 5321 knows, are refused on
 * purpose: nobody has one, and a quoted part may hold line breaks (typebox's format `email` lets them pass).
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  const labels = text.slice(at + 1).split('.')
  return local.length <= 64 && LOCAL.test(local) && labels.every((label) => LABEL.test(label))
}

/**
 * Drops spaces and line ends around an address, which a form or a paste may add; a no-break space was typed and stays.
 */
export function trimAddress(typed: string): string {
  return typed.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
}

/**
 * Reads a sender in the form of MAIL_FROM: `Quiva <no-reply@example.com>` or the bare address. The name is one line
 * without quotes, commas or angle brackets. Throws an Error that says what is expected, for the check at start.
 */
export function parseMailbox(text: string): Mailbox {
  const match = /^(?:"?([^"<>,;:@\\\p{Cc}]*?)"?\s*<([^<>]+)>|([^<>\s]+))$/u.exec(text.trim())
  const address = match?.[2] ?? match?.[3]
  if (address === undefined || !isMailAddress(address)) {
    throw new Error('expected an address such as no-reply@example.com, or Name <no-reply@example.com>')
  }
  return { name: (match?.[1] ?? '').trim(), address }
}
