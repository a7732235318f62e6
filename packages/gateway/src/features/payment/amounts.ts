/**
 * Amounts are in the smallest unit of their currency, usually a hundredth. These currencies have no smaller unit; a few
 * others have thousandths. https://docs.stripe.com/currencies: ISK and UGX count as two-decimal there although they
 * have no cents any more.
 */
const ZERO_DECIMAL = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const THREE_DECIMAL = new Set('bhd jod kwd omr tnd'.split(' '))

function decimalsOf(currency: string): 0 | 2 | 3 {
  const code = currency.toLowerCase()
  if (ZERO_DECIMAL.has(code)) return 0
  return THREE_DECIMAL.has(code) ? 3 : 2
}

/** Converts an amount of Stripe's to units of the currency: 1999 cents are 19.99, 500 yen are 500. */
export function toCurrencyUnits(amount: number, currency: string): number {
  return amount / 10 ** decimalsOf(currency)
}

/** For users: `19.99 EUR`, `500 JPY`. */
export function amountInWords(amount: number, currency: string): string {
  return `${toCurrencyUnits(amount, currency).toFixed(decimalsOf(currency))} ${currency.toUpperCase()}`
}

export type Interval = { unit: 'day' | 'week' | 'month' | 'year'; count: number }

const MONTHS: Record<Interval['unit'], number> = { day: 12 / 365.25, week: (7 * 12) / 365.25, month: 1, year: 12 }

/** The length of a period in months, for comparing intervals. */
export function monthsOf({ unit, count }: Interval): number {
  return MONTHS[unit] * count
}
