import { Page } from '../../parts/page.tsx'
import { useFeatures } from '../../session/config.ts'
import { useTexts } from '../../texts/use-texts.tsx'
import { DeleteUser } from './delete-user.tsx'
import { EmailAddress } from './email-address.tsx'
import { Links } from './links.tsx'
import { Passkeys } from './passkeys.tsx'
import { Password } from './password.tsx'
import { Profile } from './profile.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { Sessions } from './sessions.tsx'
import { Totp } from './totp.tsx'

/** Everything about oneself. */
export function YouScreen() {
  const t = useTexts()
  const features = useFeatures()
  return (
    <Page title={t('you.title')} description={t('you.intro')} narrow>
      <Profile />
      <EmailAddress />
      <Password />
      {features.passkeys && <Passkeys />}
      <Totp />
      <RecoveryCodes />
      {features.oauth && <Links />}
      <Sessions />
      <DeleteUser />
    </Page>
  )
}
