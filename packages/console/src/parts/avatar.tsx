import { useState } from 'react'
import styles from './avatar.module.css'

const segments = new Intl.Segmenter()
const firstOf = (word: string | undefined) => (word ? [...segments.segment(word)][0]?.segment : undefined) ?? ''

/** The picture of somebody, or their initials. Says nothing to screen readers: the name stands beside it. */
export function Avatar({ name, image, large = false }: { name: string; image?: string | undefined; large?: boolean }) {
  const words = name.trim().split(/[\s@]+/)
  // A picture that does not come gives way to the initials.
  const [missing, setMissing] = useState<string>()
  return (
    <span className={large ? `${styles.avatar} ${styles.large}` : styles.avatar} aria-hidden="true">
      {image && image !== missing ? (
        <img src={image} alt="" onError={() => setMissing(image)} />
      ) : (
        <>
          {firstOf(words[0])}
          {words.length > 1 && !name.includes('@') && firstOf(words.at(-1))}
        </>
      )}
    </span>
  )
}
