/** How long a key lives, in days, the shortest first; `own` is a date of one's own. */
export const expiries = ['7', '30', '90', '180', '365', 'own'] as const
export type Expiry = (typeof expiries)[number]
export type ExpiryDraft = { choice: Expiry; date: string }

const DAY_MS = 86_400_000

/** The date in days from now, as an input of the type `date` has it, in the reader's zone. */
export function dateIn(days: number, now = Date.now()): string {
  const at = new Date(now + days * DAY_MS)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** The days until the end of that day in the reader's zone, rounded down, since the gateway counts whole days from now. */
export function daysOf({ choice, date }: ExpiryDraft, now = Date.now()): number {
  if (choice !== 'own') return Number(choice)
  const end = Date.parse(`${date}T23:59:59`)
  return Number.isNaN(end) ? 0 : Math.floor((end - now) / DAY_MS)
}

export const endOf = (days: number, now = Date.now()): string => new Date(now + days * DAY_MS).toISOString()
