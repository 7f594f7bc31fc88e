import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { neededFlags, usualPlaces } from './setup/browser.mjs'
import { inProject } from './setup/paths.mjs'

// `npm test` names the browser it made sure of; a run by hand takes an installed one.
const executablePath = process.env['DRAWNET_CHROMIUM'] ?? usualPlaces(process.platform, process.env).find(existsSync)

export default defineConfig({
  testDir: inProject('test', 'e2e'),
  testMatch: '**/*.spec.ts',
  outputDir: inProject('test-results'),
  // Engines find each other on the network of this machine, and the machine may be small.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    { name: 'browser' },
    // The same journeys in a desktop window, where Electron's runtime is there.
    { name: 'electron', testMatch: '**/journeys.spec.ts' },
  ],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    // Pictures of every step would double the time of each.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        ...neededFlags(process.getuid?.()),
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
