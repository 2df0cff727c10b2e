# One entry for people and for CI. Everything runs on the Node of the lockfile, through pnpm; a fresh machine needs Node, npm and Go.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PNPM := npx --yes pnpm@12.21.0
# The lockfile brings Node itself; it is the first in PATH once it is installed. Where there is no package for the platform, the system's must be 24 or later.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
export npm_config_progress := false
NODE := node --disable-warning=ExperimentalWarning
JEST := $(NODE) --experimental-vm-modules node_modules/jest/bin/jest.js
INSTALLED := node_modules/.clusterwright-installed
CONFORMANCE ?= ../shared/conformance

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  \033[1m%-18s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- Using it -----------------------------------------------------------------------------------------------------------------

.PHONY: quickstart
quickstart: build ## Start a management cluster and four services here, and create a sample Cluster (BACKEND=docker: real nodes)
	@$(NODE) tools/quickstart/quickstart.ts

.PHONY: quickstart-down
quickstart-down: $(INSTALLED) ## Remove all that quickstart made
	@$(NODE) tools/quickstart/quickstart-down.ts

# --- Building -----------------------------------------------------------------------------------------------------------------

$(INSTALLED): pnpm-lock.yaml pnpm-workspace.yaml $(wildcard patches/*) $(wildcard package.json packages/*/package.json services/*/package.json)
	@echo "installing dependencies"
	@$(PNPM) install --frozen-lockfile --reporter=silent
	@touch $@

.PHONY: install
install: $(INSTALLED) ## Install the dependencies from the lockfile

.PHONY: build
build: $(INSTALLED) ## Bundle each service into services/<name>/dist
	@$(NODE) tools/build/build.ts

.PHONY: generate
generate: $(INSTALLED) ## Write everything that is generated: CRDs, API reference, RBAC, webhook configurations, proto messages
	@$(NODE) packages/api/build/generate-crds.ts
	@$(NODE) packages/api/build/generate-reference.ts
	@$(NODE) tools/generate-proto.mjs
	@$(NODE) tools/generate/generate.ts

.PHONY: images
images: build ## Build container images on the local Docker engine (TAG=latest)
	@$(NODE) tools/images/build.ts

.PHONY: node-images
node-images: $(INSTALLED) ## Build node images and the load balancer image of the Docker backend (MINORS=v1.36 builds one)
	@$(NODE) tools/node-images/build.ts

.PHONY: clean
clean: ## Remove what was built
	@rm -rf services/*/dist services/*/dist.* .work/*.json

# --- Checking -----------------------------------------------------------------------------------------------------------------

.PHONY: verify
verify: verify-generated lint boundaries types test ## All checks: generated files, lint, boundaries, types, tests

.PHONY: verify-generated
verify-generated: $(INSTALLED)
	@$(NODE) packages/api/build/generate-crds.ts --check
	@$(NODE) packages/api/build/generate-reference.ts --check
	@$(NODE) tools/generate-proto.mjs --check
	@$(NODE) tools/generate/generate.ts --check
	@! grep -nE 'https?://|tarball:' pnpm-lock.yaml || { echo 'pnpm-lock.yaml names a registry' >&2; exit 1; }

.PHONY: lint
lint: $(INSTALLED) ## Lint, with types
	@oxlint --type-aware --deny-warnings

.PHONY: boundaries
boundaries: $(INSTALLED) ## Check who imports what, pure files, names and sizes
	@$(NODE) tools/boundaries/check.ts

.PHONY: types
types: $(INSTALLED) ## Check types
	@tsc -p .

.PHONY: test
test: test-unit test-integration ## Unit and integration tests

.PHONY: test-unit
test-unit: $(INSTALLED) ## Unit tests and simulations: no network, seconds
	@mkdir -p .work
	@$(JEST) --json --outputFile=.work/test-unit.json $(JEST_FLAGS)

.PHONY: test-integration
test-integration: build ## User stories on a real kube-apiserver (built with Go once, or from KUBEBUILDER_ASSETS)
	@mkdir -p .work
	@$(JEST) -c jest.integration.config.mjs --json --outputFile=.work/test-integration.json $(JEST_FLAGS)

.PHONY: conformance
conformance: build ## Compare schemas, admission and a cluster's whole life with what upstream does (CONFORMANCE=folder of the record)
	@$(NODE) e2e/conformance/run.ts $(CONFORMANCE)

.PHONY: chaos
chaos: build ## Kill services at random through create, scale, upgrade and delete; SEED=… repeats a run, KILLS=… sets how many
	@$(NODE) e2e/chaos/run.ts

.PHONY: engine
engine: $(INSTALLED) ## Install (as root, with apt-get) and start a Docker engine where none answers
	@$(NODE) tools/engine/start.ts

.PHONY: e2e
e2e: build node-images ## Stories on real machines in containers, with kubeadm (LABELS=quick-start,upgrade chooses; needs a Docker engine)
	@mkdir -p .work
	@$(JEST) -c jest.e2e.config.mjs --json --outputFile=.work/test-e2e.json $(JEST_FLAGS)

.PHONY: bench
bench: build ## Measure requests, CPU, memory and time; CLUSTERS=20 CONTROL_PLANES=1 WORKERS=3
	@$(NODE) tools/bench/bench.ts
