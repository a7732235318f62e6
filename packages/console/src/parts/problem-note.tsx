import { fieldProblems, problemOf } from '../api/queries.ts'
import { useTexts } from '../texts/use-texts.tsx'
import { Callout } from './callout.tsx'

/**
 * What went wrong, above the buttons of a form. Says nothing while nothing did, nor if each problem stands at one of the
 * `fields` already.
 */
export function ProblemNote({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  const t = useTexts()
  if (!error) return null
  const named = Object.keys(fieldProblems(error))
  if (named.length > 0 && named.every((name) => fields.includes(name))) return null
  const { kind, message, code } = problemOf(error)
  if (code === 'changed_meanwhile')
    return (
      <Callout tone="warn" live>
        {t('error.changed-meanwhile')}
      </Callout>
    )
  return (
    <Callout tone="bad" live>
      {kind === 'no-answer' ? t('error.no-answer') : (message ?? t('error.unexpected'))}
      {named.length > 0 && (
        <ul>
          {Object.entries(fieldProblems(error))
            .filter(([name]) => !fields.includes(name))
            .map(([name, sentence]) => (
              <li key={name}>
                {name} {sentence}
              </li>
            ))}
        </ul>
      )}
    </Callout>
  )
}
