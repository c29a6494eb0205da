"""From an API key to an answer, as a reader of the tutorial writes it.

    FAREBOX_BASE_URL=http://127.0.0.1:8420/v1 FAREBOX_API_KEY=sk-fbx... python3 road.py

The server must offer gpt-3.5-turbo, which may be an alias. Exits with a status other than 0 if no answer comes.
"""
import os
import sys

import requests

BASE = os.environ['FAREBOX_BASE_URL'].removesuffix('/v1')
api_key = os.environ['FAREBOX_API_KEY']

response = requests.post(BASE + '/v1/tokens', headers={'Authorization': 'Bearer ' + api_key})
access_token = response.json()['access_token']

response = requests.post(
    BASE + '/v1/chat/completions',
    headers={'Authorization': 'Bearer ' + access_token},
    json={
        'model': 'gpt-3.5-turbo',
        'messages': [{'role': 'system', 'content': 'You are a helpful assistant.'}],
    },
)
answer = response.json()['choices'][0]['message']['content']
print(answer)
sys.exit(0 if answer else 1)
