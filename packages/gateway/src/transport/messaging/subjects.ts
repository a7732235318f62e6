/**
 * NATS subjects as accounts may share them: tokens between dots, `*` for any one token, `>` at the end for one or more.
 * The servers accept claims with subjects that mean something else than they seem to, or nothing at all
 * (docs/decisions/0040). So each subject is checked here before it gets into an account's claims.
 */

/** In characters: far below the servers' limit for a line of their protocol, and with room for a key of 56. */
const LONGEST = 200

/** What is wrong with a subject, in words that go on from its name; null if nothing is. */
export function problemOf(subject: string): string | null {
  if (subject.length < 1 || subject.length > LONGEST) return `must have 1 to ${LONGEST} characters`
  if (!/^[!-~]+$/.test(subject)) return 'must consist of visible ASCII characters, without spaces'
  // An imported service's subject is where the server sends requests to: A server would evaluate {{split(1,-)}} in it
  // with the client's request, so that the importer would reach subjects that no export covers, or another tenant's
  // token. The other two characters only make claims longer.
  if (/[{}"\\]/.test(subject)) return 'must not contain { } " or \\'
  const tokens = subject.split('.')
  if (tokens.includes('')) return 'must not have an empty token: no dot at the start or end, and no two dots in a row'
  if (tokens.some((token) => token.length > 1 && /[*>]/.test(token))) return 'must have * and > only as whole tokens'
  if (tokens.indexOf('>') !== -1 && tokens.indexOf('>') !== tokens.length - 1)
    return 'must have > only as its last token'
  const [first = ''] = tokens
  if (isWildcard(first))
    return 'must not begin with a wildcard, which would include subjects of the servers and of other clients'
  // $JS, $SYS, $KV, _INBOX, _R_ …; and $1 in a local subject would be read as a reference to a wildcard.
  if (first.startsWith('_') || tokens.some((token) => token.startsWith('$')))
    return 'must not begin with _ or have a token that begins with $: these are reserved for the servers'
  return null
}

/** Whether every subject that `narrow` matches is matched by `wide`. */
export function covers(wide: string, narrow: string): boolean {
  const [outer, inner] = [wide.split('.'), narrow.split('.')]
  for (const [index, token] of outer.entries()) {
    const other = inner[index]
    if (other === undefined) return false
    if (token === '>') return true
    if (other === '>' || (token !== '*' && token !== other)) return false
  }
  return outer.length === inner.length
}

/** Whether there is a subject that both match. */
export function overlap(one: string, other: string): boolean {
  const [left, right] = [one.split('.'), other.split('.')]
  for (const [index, token] of left.entries()) {
    const facing = right[index]
    if (facing === undefined) return false
    if (token === '>' || facing === '>') return true
    if (token !== facing && token !== '*' && facing !== '*') return false
  }
  return left.length === right.length
}

/** Whether `local` can stand for `subject`: the value of each wildcard must have a place in both. */
export function hasSameWildcards(subject: string, local: string): boolean {
  const wildcards = (text: string) => text.split('.').filter(isWildcard).join()
  return wildcards(subject) === wildcards(local)
}

/** The token at a position that counts from 1; undefined beyond the end. */
export function tokenAt(subject: string, position: number): string | undefined {
  return subject.split('.')[position - 1]
}

/** The subject with another token at a position that counts from 1. */
export function withToken(subject: string, position: number, token: string): string {
  return subject
    .split('.')
    .with(position - 1, token)
    .join('.')
}

function isWildcard(token: string): boolean {
  return token === '*' || token === '>'
}
