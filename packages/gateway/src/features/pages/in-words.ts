/** A waiting time for users: `45 seconds`, `14 minutes`; rounded up, at least one second. */
export function inWords(seconds: number, language: string): string {
  const [count, unit] = seconds < 90 ? [Math.max(1, Math.ceil(seconds)), 'second'] : [Math.ceil(seconds / 60), 'minute']
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
