import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { Button, IconButton } from './button.tsx'
import styles from './code.module.css'

const SHOWN_MS = 2_000

function useCopy(value: string) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  return { copied, copy: () => void navigator.clipboard.writeText(value).then(() => setCopied(true)) }
}

/** Copies a text. `labelled`: with the word beside the picture. `of` says what is copied. */
export function CopyButton({ value, labelled = false, of }: { value: string; labelled?: boolean; of?: string }) {
  const t = useTexts()
  const { copied, copy } = useCopy(value)
  const icon = copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />
  const label = copied ? t('action.copied') : t('action.copy')
  if (labelled)
    return (
      <Button onClick={copy}>
        {icon}
        <span aria-live="polite">{label}</span>
      </Button>
    )
  return (
    <IconButton size="small" label={of ? `${label}: ${of}` : label} onClick={copy}>
      {icon}
    </IconButton>
  )
}

/** A text to copy: a key, a command, a snippet. `wrap` breaks long lines, which a key needs. `label` names it. */
export function CodeBlock({ children, wrap = false, label }: { children: string; wrap?: boolean; label: string }) {
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and so must be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls */}
      <pre className={wrap ? styles.wrap : undefined} tabIndex={0} role="group" aria-label={label}>
        <code>{children}</code>
      </pre>
      <CopyButton value={children} of={label} />
    </div>
  )
}

export const InlineCode = ({ children }: { children: string }) => <code className={styles.inline}>{children}</code>
