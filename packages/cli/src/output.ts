import type { Failure } from './errors.ts'

export type Output = {
  /** Whether --json is there. */
  asJson: boolean
  /** How many characters a line of standard output has; undefined if it is no terminal. */
  width: number | undefined
  /** The result on standard output: one JSON document with --json, else the text. Called once. */
  result(json: unknown, text: string): void
  /**
   * A line of a result that goes on and on, on standard output. Resolves when it is written, so that what is not read
   * is not fetched either; to false if nobody reads any more.
   */
  stream(line: string): Promise<boolean>
  /** What a person should know beside the result, on standard error; nothing with --json. */
  note(text: string): void
  /** Why there is no result, on standard error. */
  failure(failure: Failure): void
}

type Writable = {
  write(text: string, done?: (error?: Error | null) => void): unknown
  columns?: number | undefined
}

export type OutputStreams = Record<'stdout' | 'stderr', Writable>

export function createOutput({ stdout, stderr }: OutputStreams, asJson: boolean): Output {
  return {
    asJson,
    // A terminal that was never given a size has 0 columns.
    width: stdout.columns || undefined,
    stream: (text) =>
      new Promise((resolve) => {
        stdout.write(line(text), (error) => resolve(!error))
      }),
    result(json, text) {
      stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : line(text))
    },
    note(text) {
      if (!asJson) stderr.write(line(text))
    },
    failure({ text, json }) {
      stderr.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : line(text))
    },
  }
}

function line(text: string): string {
  if (text === '') return ''
  return text.endsWith('\n') ? text : `${text}\n`
}

/**
 * Text from elsewhere (names of keys, accounts and people) for a terminal: control characters could move the cursor or
 * change what stands above, so they become a visible mark.
 */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')
}

/** A moment of the gateway's, for people: `2026-11-26 09:30`. */
export function minute(isoTime: string): string {
  return isoTime.slice(0, 16).replace('T', ' ')
}

/** Rows in columns, two spaces apart; the first row is the header. */
export function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(visible))
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map((row) => row[column]?.length ?? 0)))
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
