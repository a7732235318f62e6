import { Avatar as BaseAvatar } from '@base-ui/react/avatar'
import styles from './avatar.module.css'

const segments = new Intl.Segmenter()
const firstOf = (word: string | undefined) => (word ? [...segments.segment(word)][0]?.segment : undefined) ?? ''

/** The picture of somebody, or their initials. Says nothing to screen readers: the name stands beside it. */
export function Avatar({ name, image, large = false }: { name: string; image?: string | undefined; large?: boolean }) {
  const words = name.trim().split(/[\s@]+/)
  return (
    <BaseAvatar.Root className={large ? `${styles.avatar} ${styles.large}` : styles.avatar} aria-hidden="true">
      {image && <BaseAvatar.Image src={image} alt="" />}
      <BaseAvatar.Fallback>
        {firstOf(words[0])}
        {words.length > 1 && !name.includes('@') && firstOf(words.at(-1))}
      </BaseAvatar.Fallback>
    </BaseAvatar.Root>
  )
}
