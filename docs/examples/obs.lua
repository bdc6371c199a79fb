-- Reads the token of an account from a file that Roadcase keeps fresh: OBS's Lua has no HTTP.
--
--     roadcase link twitch        makes the file once; Roadcase writes it anew whenever there is another token
local account = "twitch"

local function token_file()
    local directory = os.getenv("XDG_RUNTIME_DIR")
    return directory and directory .. "/roadcase/token/" .. account:gsub("/", "-")
end

-- Ask for it each time: reading a small file costs nothing, and the token is always a good one.
function token()
    local path = token_file()
    local file = path and io.open(path)
    if not file then return nil, "no token: roadcase link " .. account end
    local line = file:read("l")
    file:close()
    return line
end

function script_description()
    return "Says on loading whether there is a token for " .. account .. "."
end

function script_load()
    local found, problem = token()
    print(found and "There is a token of " .. #found .. " characters." or problem)
end
