/** The members of what is typed that are texts. */
type TextsOf<Typed> = { [Name in keyof Typed]: Typed[Name] extends string ? Name : never }[keyof Typed] & string

/**
 * Ties the text fields of a form to what is typed: `<TextField {...field('email')} label=… />`. The problems are those of
 * `fieldProblems`.
 */
export function fieldsOf<Typed extends object>(
  typed: Typed,
  onTyped: (typed: Typed) => void,
  problems: Readonly<Record<string, string>> = {},
) {
  return <Name extends TextsOf<Typed>>(name: Name) => ({
    name,
    value: typed[name] as string,
    problem: problems[name],
    onChange: ({ target }: { target: { value: string } }) => onTyped({ ...typed, [name]: target.value }),
  })
}
