# The two commands of the README; each is complete on a fresh machine.
BUILT = $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)

.PHONY: run test lint bench tools web

# Builds, makes the demo, prints the table, writes the exports to out/, prints the demo accounts, and serves.
run: tools web
	cargo run --release --quiet -- demo
	cargo run --release --quiet -- serve --database sqlite:data/demo.db

# Everything, on SQLite and on a private PostgreSQL that is started for it.
test: tools web
	cargo test --lib
	./scripts/with-postgres.sh cargo test --test office
	./scripts/fuzz-contract.sh
	./scripts/browser.sh
	cd web && GONGKAI_BIN=$(BUILT)/debug/gongkai npm run --silent test

lint: web
	cd web && npm run --silent lint
	cargo fmt --check
	./scripts/lint-contract.sh
	cargo clippy --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items

# The client, which the program embeds. Packages are taken as the lock file says.
web: node
	cd web && npm ci --no-audit --no-fund --loglevel=error && npm run --silent build

# Ratios in one run; GONGKAI_BENCH_CASES and GONGKAI_BENCH_ROWS say how much.
bench: tools
	./benches/compare.sh

.PHONY: node
node:
	@command -v npm >/dev/null || { echo "Node 20 with npm is needed: https://nodejs.org"; exit 1; }

# SQLite, libpq and OpenSSL are built from source by cargo; that takes a C compiler, make and perl.
tools:
	@command -v cargo >/dev/null || { echo "Rust is needed: https://rustup.rs"; exit 1; }
	@for tool in cc make perl; do command -v $$tool >/dev/null || \
	  { echo "$$tool is needed: sudo apt-get install build-essential perl"; exit 1; }; done
