# Calls a provider's API as an account of Roadcase. PowerShell 5.1 and 7, nothing to install.
#
#     $env:ROADCASE_KEY = "rck_..."; .\powershell.ps1
param([string]$Account = "twitch", [string]$Api = "https://api.twitch.tv/helix/users")

$roadcase = if ($env:ROADCASE_URL) { $env:ROADCASE_URL } else { "http://localhost:3000" }
$key = @{ "X-API-Key" = $env:ROADCASE_KEY }

# Asking is always right: the token is valid for a minute at least, so keep none and ask again.
$token = Invoke-RestMethod "$roadcase/api/v1/token/$Account" -Headers $key
$headers = @{}
$token.headers.PSObject.Properties | ForEach-Object { $headers[$_.Name] = $_.Value }
Invoke-RestMethod $Api -Headers $headers | ConvertTo-Json -Depth 10
