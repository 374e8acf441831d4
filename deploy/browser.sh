#!/bin/sh
# Sees to a Chromium and Chinese fonts for the browser tests: Debian's where this is Debian and we are root; else says what to install.
set -eu

find_browser() {
	for name in "${SPINFAB_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
		[ -n "$name" ] && command -v "$name" && return 0
	done
	return 1
}

has_fonts() {
	! command -v fc-list >/dev/null 2>&1 || [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]
}

if find_browser >/dev/null && has_fonts; then
	exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "Installing Chromium and Chinese fonts for the browser tests ..."
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null && exit 0
fi
find_browser >/dev/null || echo "The browser tests will be skipped: install Chromium (Debian, Ubuntu: apt-get install chromium fonts-noto-cjk), or set SPINFAB_CHROMIUM to one."
