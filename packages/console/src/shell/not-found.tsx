import { FileQuestion } from 'lucide-react'
import { ButtonLink } from '../parts/button.tsx'
import { Empty } from '../parts/states.tsx'
import { useTexts } from '../texts/use-texts.tsx'

export function NotFound() {
  const t = useTexts()
  return (
    <Empty
      icon={<FileQuestion aria-hidden="true" />}
      title={t('not-found.title')}
      actions={<ButtonLink to="/">{t('not-found.back')}</ButtonLink>}
    >
      {t('not-found.text')}
    </Empty>
  )
}
