import { wrongUsage } from './errors.ts'

/** The token of a mailed link, or the token itself. */
export function tokenOfLink(typed: string): string {
  const text = typed.trim()
  if (!/^https?:/i.test(text)) {
    if (text === '') throw wrongUsage('the link is empty')
    return text
  }
  const token = URL.canParse(text) ? new URL(text).searchParams.get('token') : null
  if (!token) throw wrongUsage('the link has no token in it; paste the whole link')
  return token
}
