import { Trans } from '@lingui/react'
import type { ReactElement } from 'react'
import { type TextName, type TextValues, text } from './texts.ts'

/** A text with marks such as `<0>…</0>`, which become the given elements: links and names in a sentence. */
export function Text({
  name,
  values,
  parts,
}: {
  name: TextName
  values?: TextValues
  parts?: Record<string, ReactElement>
}) {
  return <Trans id={name} {...(values && { values })} {...(parts && { components: parts })} />
}

/** `t('keys.title', { count })`. */
export const useTexts = () => text
