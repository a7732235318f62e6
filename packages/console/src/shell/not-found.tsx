import { FileQuestion } from 'lucide-react'
import { ButtonLink } from '../parts/button.tsx'
import { Page } from '../parts/page.tsx'
import { Empty } from '../parts/states.tsx'
import { useTexts } from '../texts/use-texts.tsx'

/** No screen has this address. */
export function NotFound() {
  const t = useTexts()
  return (
    <main>
      <Page title={t('not-found.title')}>
        <Empty
          icon={<FileQuestion aria-hidden="true" />}
          actions={<ButtonLink to="/">{t('not-found.back')}</ButtonLink>}
        >
          {t('not-found.text')}
        </Empty>
      </Page>
    </main>
  )
}
