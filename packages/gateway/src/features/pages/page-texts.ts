import type { Catalogue } from '../../platform/branding/texts.ts'
import {
  confirmByCodeTexts,
  confirmEmailDoneTexts,
  confirmEmailFailedTexts,
  confirmEmailTexts,
} from './confirm-email-texts.ts'
import {
  approveEmailChangeTexts,
  confirmEmailChangeTexts,
  emailChangeDoneTexts,
  emailChangeFailedTexts,
} from './email-change-pages.ts'
import { everyPageTexts } from './page.ts'
import { passwordTexts } from './password-form.ts'
import { resetPasswordDoneTexts, resetPasswordFailedTexts, resetPasswordTexts } from './reset-password-page.ts'
import { setPasswordDoneTexts, setPasswordFailedTexts, setPasswordTexts } from './set-password-page.ts'

/** The texts of all pages, by the name of the page and of the text: what branding.json may replace. */
export const textsOfPages: Catalogue = Object.fromEntries(
  [
    confirmEmailTexts,
    confirmByCodeTexts,
    confirmEmailDoneTexts,
    confirmEmailFailedTexts,
    setPasswordTexts,
    setPasswordDoneTexts,
    setPasswordFailedTexts,
    resetPasswordTexts,
    resetPasswordDoneTexts,
    resetPasswordFailedTexts,
    approveEmailChangeTexts,
    confirmEmailChangeTexts,
    emailChangeDoneTexts,
    emailChangeFailedTexts,
    passwordTexts,
    everyPageTexts,
  ].map(({ page, texts }) => [page, texts]),
)
