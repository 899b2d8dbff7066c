# One image for each service, from this one file: docker build --build-arg SERVICE=registration -t skillseal/registration .
# An image holds libs/ and its own service, so that an import from another service fails at start. The pages:
# docker build --target public --build-arg REQUIREMENTS=requirements-public.txt -t skillseal/public . ; likewise gateway
# and duty-console.
# The digest of the base belongs to the release that is built: --build-arg PYTHON_IMAGE=python@sha256:…

ARG PYTHON_IMAGE=python:3.11-slim-bookworm


# The pinned packages, each checked against its hash.
FROM ${PYTHON_IMAGE} AS packages

RUN python3.11 -m venv /opt/venv
ARG REQUIREMENTS=requirements.txt
COPY ${REQUIREMENTS} /tmp/requirements.txt
RUN --mount=type=cache,target=/var/cache/pip \
    /opt/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --cache-dir /var/cache/pip \
        -r /tmp/requirements.txt \
    && /opt/venv/bin/python -m pip uninstall --quiet --yes pip setuptools


# What all services share. No compiler, no pip in the environment, nothing to write to but /data, for an SQLite store.
FROM ${PYTHON_IMAGE} AS runtime

RUN groupadd --gid 10001 skillseal \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin skillseal \
    && install -d -o 10001 -g 10001 -m 0750 /data
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    SKILLSEAL_HTTP_HOST=0.0.0.0 \
    SKILLSEAL_HTTP_PORT=8080
WORKDIR /app
COPY deploy/healthcheck.py ./healthcheck.py
COPY libs/ ./libs/


# What anybody reaches holds no service's code.
FROM runtime AS public

ENV SKILLSEAL_PUBLIC_HTTP_HOST=0.0.0.0 \
    SKILLSEAL_PUBLIC_HTTP_PORT=8080
COPY apps/__init__.py ./apps/__init__.py
COPY apps/web/ ./apps/web/
COPY apps/public/ ./apps/public/
RUN python -m compileall -q --invalidation-mode unchecked-hash libs apps

USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/app/healthcheck.py"]
CMD ["python", "-m", "apps.public"]


# What staff reach holds no service's code either; it keeps accounts and sessions.
FROM runtime AS gateway

COPY apps/__init__.py ./apps/__init__.py
COPY apps/web/ ./apps/web/
COPY apps/gateway/ ./apps/gateway/
# Admission tickets are printed in Chinese, as certificates are below.
# hadolint ignore=DL3008
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
RUN python -m compileall -q --invalidation-mode unchecked-hash libs apps

USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/app/healthcheck.py"]
CMD ["python", "-m", "apps.gateway"]


# The duty console holds no service's code, keeps nothing and has no key.
FROM runtime AS duty-console

ENV SKILLSEAL_CONSOLE_HOST=0.0.0.0 \
    SKILLSEAL_CONSOLE_PORT=8080
COPY apps/__init__.py ./apps/__init__.py
COPY apps/web/ ./apps/web/
COPY apps/duty_console/ ./apps/duty_console/
RUN python -m compileall -q --invalidation-mode unchecked-hash libs apps

USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/app/healthcheck.py"]
CMD ["python", "-m", "apps.duty_console"]


FROM runtime AS service

ARG SERVICE
# Certificates, forms and incidents are printed in Chinese. Debian's release pins the font; the print changes with it, so a rebuild on another
# release prints other bytes.
# hadolint ignore=DL3008
RUN case "${SERVICE:?name the service: --build-arg SERVICE=registration}" in certification|incident|registration|scheduling) \
        apt-get update -qq \
        && apt-get install -y -qq --no-install-recommends fonts-noto-cjk \
        && rm -rf /var/lib/apt/lists/*;; \
    esac
COPY services/__init__.py ./services/__init__.py
COPY services/${SERVICE}/ ./services/${SERVICE}/
# Compiled now: the root file system is read-only later.
RUN python -m compileall -q --invalidation-mode unchecked-hash libs services
ENV SERVICE=${SERVICE}

USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "/app/healthcheck.py"]
CMD ["sh", "-c", "exec python -m services.${SERVICE}.main"]
