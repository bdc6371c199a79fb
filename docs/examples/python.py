"""Calls a provider's API as an account of Roadcase. Python 3.8, nothing to install.

    ROADCASE_KEY=rck_... python3 python.py        (or: roadcase run twitch -- python3 python.py)
"""
import json
import os
import sys
import urllib.error
import urllib.request

ROADCASE = os.environ.get("ROADCASE_URL", "http://localhost:3000")
ACCOUNT = sys.argv[1] if len(sys.argv) > 1 else "twitch"
API = sys.argv[2] if len(sys.argv) > 2 else "https://api.twitch.tv/helix/users"


def ask(url, headers, body=None):
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
        return json.load(answer)


def roadcase(path, body=None):
    """Asking is always right: the token is valid for a minute at least, so keep none and ask again."""
    headers = {"X-API-Key": os.environ["ROADCASE_KEY"], "Content-Type": "application/json"}
    try:
        return ask(f"{ROADCASE}/api/v1/token/{ACCOUNT}{path}", headers, body)
    except urllib.error.HTTPError as error:
        problem = json.load(error)
        sys.exit(f"{problem['title']} {problem.get('action_url', '')}")


token = roadcase("")
try:
    print(ask(API, token["headers"]))
except urllib.error.HTTPError as error:
    if error.code != 401:
        raise
    token = roadcase("/reject", json.dumps({"access_token": token["access_token"]}).encode())
    print(ask(API, token["headers"]))
