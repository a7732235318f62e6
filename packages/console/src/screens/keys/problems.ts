import { fieldProblems } from '../../api/queries.ts'

/** The problems of a refused request at the fields of a form: `at('allowed_ips')`. */
export type Problems = {
  /** The sentence at a member, or at something within it, such as the second of the networks. */
  at(member: string): string | undefined
  /** The members within these fields, which therefore need not be told of again. */
  shown: string[]
}

export function problemsOf(error: unknown, fields: readonly string[]): Problems {
  const all = Object.entries(fieldProblems(error))
  const isWithin = (name: string, member: string) => name === member || name.startsWith(`${member}.`)
  return {
    at(member) {
      const [name, sentence] = all.find(([each]) => isWithin(each, member)) ?? []
      if (name === undefined || sentence === undefined) return undefined
      return name === member ? sentence : `${placeIn(name.slice(member.length + 1))}: ${sentence}`
    },
    shown: all.map(([name]) => name).filter((name) => fields.some((field) => isWithin(name, field))),
  }
}

/** People count from one. */
const placeIn = (rest: string) => (/^\d+$/.test(rest) ? `${Number(rest) + 1}.` : rest)
