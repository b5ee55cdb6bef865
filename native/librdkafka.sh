#!/usr/bin/env bash
# Makes sure that `dotnet restore` finds librdkafka.redist, the native library under Confluent.Kafka.
# Does nothing when the package is in NuGet's cache, in native/feed or in a registry that NuGet knows; else builds it from
# the source that the npm package @confluentinc/kafka-javascript carries and puts it into native/feed.
set -euo pipefail
version=2.15.1
source_package=@confluentinc/kafka-javascript@1.10.1
source_sha512=KVePUBn21EqCVP9mfxzEuM3SYJHHEF7X+iiC2e43QQgDSyEaksInmCGooT3w5q+cNAdkSCrK71j0ICfqoSqZLw==
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
feed=$root/native/feed
package=$feed/librdkafka.redist.$version.nupkg

fail() {
    echo "attune: librdkafka: $1" >&2
    exit 1
}

present() {
    [[ -e $package || -e ${NUGET_PACKAGES:-$HOME/.nuget/packages}/librdkafka.redist/$version/.nupkg.metadata ]]
}

# A restore of nothing but this package: it asks the registries as the build will, with the same proxies and credentials.
registry_has_it() {
    mkdir "$work/probe"
    echo '<Project />' | tee "$work/probe/Directory.Build.props" "$work/probe/Directory.Build.targets" >"$work/probe/Directory.Packages.props"
    cat >"$work/probe/probe.csproj" <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="librdkafka.redist" Version="[$version]" /></ItemGroup>
</Project>
END
    timeout 60 dotnet restore "$work/probe/probe.csproj" --nologo -v quiet >"$work/probe.log" 2>&1 8>&-
}

fetch_source() {
    command -v npm >/dev/null || fail "npm is missing; it fetches the source"
    (cd "$work" && timeout 300 npm pack "$source_package" --silent >"$work/npm.log" 2>&1) || fail "cannot fetch $source_package: $(tail -1 "$work/npm.log")"
    local archive
    archive=$(compgen -G "$work/*.tgz") || fail "npm fetched no archive of $source_package"
    [[ $(openssl dgst -sha512 -binary "$archive" | base64 -w0) == "$source_sha512" ]] || fail "$source_package is not what it was: its SHA-512 differs"
    tar -xzf "$archive" -C "$work" package/deps/librdkafka || fail "no librdkafka in $source_package"
}

build() {
    cd "$work/package/deps/librdkafka"
    { ./configure --disable-gssapi --disable-curl && make -j2 libs; } >"$work/build.log" 2>&1 </dev/null || {
        cp "$work/build.log" "$root/artifacts/librdkafka.log"
        fail "the build failed; all of it is in artifacts/librdkafka.log"
    }
    grep -q '^#define WITH_SSL 1' config.h || echo "attune: librdkafka: built without SSL, for want of OpenSSL's headers" >&2
    mkdir "$work/pack"
    cp src/librdkafka.so.1 "$work/pack/librdkafka.so"
    strip --strip-unneeded "$work/pack/librdkafka.so"
    cp LICENSES.txt "$root/native/librdkafka.redist.nuspec" "$work/pack/"
}

pack() {
    cd "$work/pack"
    echo '<Project />' | tee Directory.Build.props Directory.Build.targets >Directory.Packages.props
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>' >pack.csproj
    dotnet pack pack.csproj --nologo -v quiet -o "$work/out" -p:NoBuild=true -p:IncludeBuildOutput=false -p:NuspecFile=librdkafka.redist.nuspec \
        "-p:NuspecProperties=\"version=$version;runtime=linux-x64\"" >"$work/pack.log" 2>&1 8>&- || fail "cannot pack: $(grep -m1 error "$work/pack.log" || tail -1 "$work/pack.log")"
    mv "$work/out/librdkafka.redist.$version.nupkg" "$package.new"
    mv "$package.new" "$package"
}

if present; then
    exit 0
fi
command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing"
mkdir -p "$root/artifacts" "$feed"
exec 8>"$root/artifacts/.librdkafka.lock"
flock 8
if present; then
    exit 0
fi
# Inside the repository, so that its nuget.config and those above it count for the question, too.
work=$(mktemp -d "$root/artifacts/librdkafka.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
if registry_has_it; then
    exit 0
fi
[[ $(uname -sm) == "Linux x86_64" ]] || fail "no registry here has librdkafka.redist $version, and it is built from source for linux-x64 only"
"$root/eng/install.sh" npm:npm gcc:gcc g++:g++ make:make openssl:openssl libssl-dev:/usr/include/openssl/ssl.h \
    zlib1g-dev:/usr/include/zlib.h libzstd-dev:/usr/include/zstd.h
echo "Building librdkafka $version, which no registry here has (about half a minute) ..." >&2
fetch_source
(build)
(pack)
