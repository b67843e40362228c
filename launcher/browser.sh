# shellcheck shell=bash
# Chromium and its driver, for the tests of the dashboard.

browser_up() {
  if ! browser_installed && can_install_packages; then
    install_packages 'the tests of the dashboard' chromium chromium-driver fonts-dejavu-core
  fi
  browser_installed ||
    fail 'Chromium and its driver are needed to test the dashboard: install chromium and chromedriver so that they are on the PATH'
}

browser_installed() { command -v chromium >/dev/null && command -v chromedriver >/dev/null; }
