import { flipFuses } from '@electron/fuses'
import path from 'node:path'
import { FUSES } from './fuses.mjs'

/**
 * Sets the fuses of a packaged program, before it is signed.
 * @param {import('electron-builder').AfterPackContext} context
 */
export default async function afterPack(context) {
  await flipFuses(programOf(context), FUSES)
}

/** @param {import('electron-builder').AfterPackContext} context */
function programOf({ appOutDir, electronPlatformName, packager }) {
  const { productFilename } = packager.appInfo
  switch (electronPlatformName) {
    case 'darwin':
      return path.join(appOutDir, `${productFilename}.app`)
    case 'win32':
      return path.join(appOutDir, `${productFilename}.exe`)
    default:
      return path.join(appOutDir, packager.config.linux?.executableName ?? productFilename)
  }
}
